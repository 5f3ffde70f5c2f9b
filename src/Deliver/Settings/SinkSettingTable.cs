// Settings: the one table by which options, environment variables and config files are read.
using Sluice.Core.Settings;

namespace Sluice.Deliver.Settings;

/// <summary>Every setting of delivery, in the order a person reads them.</summary>
public static class SinkSettingTable
{
    private static readonly Choice<BodyFormat> Formats = new("value", ("ndjson", BodyFormat.Lines), ("array", BodyFormat.Array));

    /// <summary>The table.</summary>
    public static SettingTable<SinkSettings> Table { get; } = new(
        new("to", "stdout", "Receiver: stdout, sekoia (Sekoia's intake), or an http or https address", SetTo),
        new("intake_key", "", "Key of the intake; better in SLUICE_INTAKE_KEY or intake_key_file, where no process list shows it", (s, v) => SettingValue.Text(v, t => s.IntakeKey = t)),
        new("intake_key_file", "", "File that holds the intake key", (s, v) => SettingValue.Text(v, t => s.IntakeKeyFile = t)),
        new("intake_url", SinkSettings.DefaultIntake, "Base address of the intake, for its region", SetIntake),
        new("http_header", "", "Header for an http receiver, 'Name: value'; ${VARIABLE} and ${file:PATH} are replaced by their contents; may be repeated", (s, v) => Add(s, v)) { IsRepeated = true },
        RecordRows.Of<SinkSettings, BodyFormat>("http_format", "Body for an http receiver: ndjson (an event a line) or array (a JSON array)", Formats, BodyFormat.Lines, (s, v) => s.Format = v),
        new("gzip", "on for sekoia", "Compress requests", (s, v) => SettingValue.Switch(v, t => s.Gzip = t)) { IsDescribed = true },
        new("in_flight", "4", "Batches under way at once, 1 to 64; their order is not kept", (s, v) => SettingValue.Number(v, 1, 64, t => s.InFlight = (int)t)),
        new("rejects", "", "File for refused events; without one a refusal ends the run and its message stays in the queue", (s, v) => SettingValue.Text(v, t => s.Rejects = t)));

    /// <summary>All rows.</summary>
    public static IReadOnlyList<Setting<SinkSettings>> All => Table.All;

    /// <summary>The row of a name; case and <c>-</c> or <c>_</c> do not matter.</summary>
    public static Setting<SinkSettings>? Find(string name) => Table.Find(name);

    /// <summary>An http or https address; null when the text is not one.</summary>
    internal static Uri? Address(string value) => Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0 ? uri : null;

    private static string? SetTo(SinkSettings settings, string value)
    {
        string lower = value.ToLowerInvariant();
        if (lower is "stdout" or "sekoia" or "-")
        {
            settings.To = lower == "-" ? "stdout" : lower;
            return null;
        }

        if (Address(value) is not { } uri)
            return "neither stdout, sekoia, nor an http or https address";
        if (uri.UserInfo.Length > 0)
            return "the address holds a user or password, which logs would show; give them as http_header 'Authorization: Basic …'";
        settings.To = value;
        return null;
    }

    private static string? SetIntake(SinkSettings settings, string value)
    {
        if (value.Length > 0 && (Address(value) is not { } uri || uri.Query.Length > 0 || uri.UserInfo.Length > 0))
            return "not an http or https address without user and query";
        settings.IntakeUrl = value.Length == 0 ? SinkSettings.DefaultIntake : value.TrimEnd('/');
        return null;
    }

    private static string? Add(SinkSettings settings, string value)
    {
        // A variable may hold several headers, one to a line.
        foreach (string line in value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (HeaderText.Fault(line) is { } fault)
                return fault;
            settings.Headers = [.. settings.Headers, line];
        }

        return null;
    }
}
