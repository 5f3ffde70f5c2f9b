// Input: the settings that a host has besides those of the engine.
using Sluice.Core.Settings;
using Sluice.Pull.Settings;

namespace Sluice.Plugin.Input;

/// <summary>What comes out to the host.</summary>
internal static class InputSettingTable
{
    /// <summary>Without raw lines, which do not fit into a host's chunk.</summary>
    private static readonly Choice<OutputEncoding> Encodings = new("value", ("msgpack", OutputEncoding.MsgPack), ("ndjson", OutputEncoding.Ndjson));

    public static SettingTable<PullSettings> Table { get; } = new(
        RecordRows.Of<PullSettings, OutputEncoding>("encoding", "msgpack: Fluent Bit's events; ndjson: a JSON object per line", Encodings, OutputEncoding.MsgPack, (s, v) => s.Encoding = v),
        RecordRows.Metadata<PullSettings>((s, v) => s.Metadata = v));
}
