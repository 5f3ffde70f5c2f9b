// Filter: the table that its settings are read by, named as in Fluent Bit's parser filter.
using System.Text;
using Sluice.Core.Settings;

namespace Sluice.Plugin.Filter;

/// <summary>Every setting of the filter, in the order of the documentation.</summary>
internal static class FilterSettingTable
{
    private static readonly Choice<OnUnparsed> OnMalformed = new("value", ("keep", OnUnparsed.Keep), ("drop", OnUnparsed.Drop), ("pass", OnUnparsed.Pass));

    /// <summary>Keys that hold the line by default; the first present one wins.</summary>
    public static IReadOnlyList<string> DefaultKeys { get; } = ["log", "message"];

    /// <summary>Usual values of tail's <c>path_key</c> and of similar settings of other shippers.</summary>
    public static IReadOnlyList<string> DefaultStreamKeys { get; } =
        ["path", "file_path", "filepath", "filename", "file_name", "file", "log_file", "source_file", "tailed_path", "log_path"];

    public static SettingTable<FilterSettings> Table { get; } = new(
    [
        new("key_name", string.Join(", then ", DefaultKeys), "Key that holds the line", (s, v) => SettingValue.Text(v, t => s.Keys = [Encoding.UTF8.GetBytes(t!)])) { IsDescribed = true },
        new("stream_key", string.Join(", ", DefaultStreamKeys), "Key that names the file a line is of, such as tail's path_key", (s, v) => SettingValue.Text(v, t => s.NameStreamKey(t!))) { IsDescribed = true },
        new("reserve_data", "off", "Keep the record's other keys", (s, v) => SettingValue.Switch(v, t => s.ReserveData = t)),
        new("preserve_key", "off", "Keep the key of the line too", (s, v) => SettingValue.Switch(v, t => s.PreserveKey = t)),
        .. RecordRows.Shared<FilterSettings>(s => s.Options, (s, v) => s.Options = v),
        RecordRows.OnMalformed<FilterSettings, OnUnparsed>("Text that is not a record: keep (as an event with error.message), drop or pass (untouched)",
            OnMalformed, OnUnparsed.Keep, (s, v) => s.Choose(v)),
    ]);
}
