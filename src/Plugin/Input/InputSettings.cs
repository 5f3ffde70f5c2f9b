// Input: the engine's settings as a host passes them.
using Sluice.Core.Settings;
using Sluice.Plugin.Abi;
using Sluice.Pull.Settings;

namespace Sluice.Plugin.Input;

/// <summary>The pull settings, and the encoding and the metadata of what comes out.</summary>
internal static class InputSettings
{
    private const string EncodingName = "encoding";
    private const string MetadataName = "metadata";

    /// <summary>Lines as they are fit no chunk of a host's.</summary>
    private static readonly Choice<OutputEncoding> Encodings = new("value", ("msgpack", OutputEncoding.MsgPack), ("ndjson", OutputEncoding.Ndjson));

    /// <summary>Every name a host may ask its user for, other spellings included.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. PullSettingTable.All.SelectMany(row => row.Aliases.Prepend(row.Name)), EncodingName, MetadataName];

    /// <summary>Reads settings; throws <see cref="SettingsException"/> with one line that says what is wrong.</summary>
    public static PullSettings Read(IEnumerable<(string Name, string Value)> list)
    {
        var settings = new PullSettings { Encoding = OutputEncoding.MsgPack, EmitHeaders = true };
        foreach (var (name, value) in list)
        {
            if (value.AsSpan().Trim().IsEmpty)
                throw new SettingsException($"{name}: {EmptyValue.Fault(name)}");
            if (name.Equals(EncodingName, StringComparison.OrdinalIgnoreCase))
                Accept(name, Encodings.Read(value.Trim(), v => settings.Encoding = v));
            else if (name.Equals(MetadataName, StringComparison.OrdinalIgnoreCase))
                Accept(name, SettingValue.Switch(value.Trim(), v => settings.Metadata = v));
            else if (!settings.TrySet(name, value, out string error))
                throw new SettingsException(error);
        }

        return settings;
    }

    private static void Accept(string name, string? fault)
    {
        if (fault is not null)
            throw new SettingsException($"{name}: {fault}");
    }
}
