// Filter: its settings, with the words of Fluent Bit's parser filter.
using System.Text;
using Sluice.Core.Records;
using Sluice.Core.Settings;
using Sluice.Plugin.Abi;

namespace Sluice.Plugin.Filter;

/// <summary>The filter's settings; immutable once read.</summary>
internal sealed class FilterSettings
{
    /// <summary>The names in the order of the documentation.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["Key_Name", "Stream_Key", "Reserve_Data", "Preserve_Key", "Schema", "Data_Stream_Namespace", "Fields", "On_Malformed"];

    private FilterSettings()
    {
    }

    /// <summary>Keys that may hold the line, the first present one wins.</summary>
    public byte[][] Keys { get; private set; } = ["log"u8.ToArray(), "message"u8.ToArray()];

    /// <summary>
    /// Keys that may name the file a line is of, beside its tag. The defaults are what tail's <c>path_key</c> and its like in
    /// other shippers are set to.
    /// </summary>
    public byte[][] StreamKeys { get; private set; } =
    [
        "path"u8.ToArray(), "file_path"u8.ToArray(), "filepath"u8.ToArray(), "filename"u8.ToArray(), "file_name"u8.ToArray(),
        "file"u8.ToArray(), "log_file"u8.ToArray(), "source_file"u8.ToArray(), "tailed_path"u8.ToArray(), "log_path"u8.ToArray(),
    ];

    /// <summary>The user named the key.</summary>
    public bool HasStreamKey { get; private set; }

    /// <summary>Keep the record's other keys.</summary>
    public bool ReserveData { get; private set; }

    /// <summary>Keep the key of the line itself.</summary>
    public bool PreserveKey { get; private set; }

    public OnUnparsed OnMalformed { get; private set; } = OnUnparsed.Keep;

    public ParseOptions Options { get; private set; } = new() { Encoding = OutputEncoding.MsgPack };

    /// <summary>Reads settings; on failure one line that says what is wrong.</summary>
    public static bool TryRead(IEnumerable<(string Name, string Value)> list, out FilterSettings settings, out string error)
    {
        settings = new FilterSettings();
        foreach (var (name, value) in list)
            if (settings.Set(name.ToLowerInvariant(), value.Trim()) is { } fault)
            {
                error = $"{name}: {fault}";
                return false;
            }

        try
        {
            new FlowParser(settings.Options).Dispose();
        }
        catch (ArgumentException fault)
        {
            error = fault.Message;
            return false;
        }

        error = "";
        return true;
    }

    private string? Set(string name, string value)
    {
        if (value.Length == 0)
            return EmptyValue.Fault(name);
        switch (name)
        {
            case "key_name":
                Keys = [Encoding.UTF8.GetBytes(value)];
                return null;
            case "stream_key":
                StreamKeys = [Encoding.UTF8.GetBytes(value)];
                HasStreamKey = true;
                return null;
            case "reserve_data":
                return Switch(value, on => ReserveData = on);
            case "preserve_key":
                return Switch(value, on => PreserveKey = on);
            case "schema":
                if (!SchemaName.TryParse(value, out var schema))
                    return $"'{value}' is no schema ({SchemaName.List})";
                Options = Options with { Schema = schema };
                return null;
            case "data_stream_namespace":
                Options = Options with { DataStreamNamespace = value };
                return null;
            case "fields":
                Options = Options with { Fields = value };
                return null;
            case "on_malformed":
                return SetOnMalformed(value);
            default:
                return "there is no such setting";
        }
    }

    private string? SetOnMalformed(string value)
    {
        OnUnparsed? known = value.ToLowerInvariant() switch
        {
            "keep" => OnUnparsed.Keep,
            "drop" => OnUnparsed.Drop,
            "pass" => OnUnparsed.Pass,
            _ => null,
        };
        if (known is not { } chosen)
            return $"'{value}' is none of keep, drop, pass";
        OnMalformed = chosen;
        Options = Options with
        {
            OnMalformed = chosen == OnUnparsed.Keep ? Core.Settings.OnMalformed.Keep : Core.Settings.OnMalformed.Drop,
        };
        return null;
    }

    private static string? Switch(string value, Action<bool> set)
    {
        bool? on = value.ToLowerInvariant() switch
        {
            "on" or "true" or "yes" or "1" => true,
            "off" or "false" or "no" or "0" => false,
            _ => null,
        };
        if (on is not { } known)
            return $"'{value}' is neither on nor off";
        set(known);
        return null;
    }
}
