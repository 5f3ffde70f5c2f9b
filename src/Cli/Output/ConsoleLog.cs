// Output: the engine's log on standard error, as text or as JSON, a line per event.
using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Sluice.Pull.Log;

namespace Sluice.Cli.Output;

/// <summary>
/// Writes log lines, each in one call, so that lines of several threads do not mix. Names and texts come from messages
/// and servers: nothing in them can break a line or steer a terminal.
/// </summary>
internal sealed class ConsoleLog(bool json, LogLevel most) : IPullLog
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool IsEnabled(LogLevel level) => level <= most;

    public void Log(LogLevel level, string text)
    {
        if (!IsEnabled(level))
            return;
        if (json)
            Write(level, new LogEvent("log", text));
        else
            StandardError.Line($"{Now()} {Label(level)} {text}");
    }

    public void Write(LogLevel level, LogEvent entry)
    {
        if (!IsEnabled(level))
            return;
        if (!json)
        {
            Log(level, entry.ToString());
            return;
        }

        var line = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(line, Relaxed))
        {
            writer.WriteStartObject();
            writer.WriteString("time"u8, Now());
            writer.WriteString("level"u8, Label(level).Trim());
            writer.WriteString("event"u8, entry.Name);
            writer.WriteString("text"u8, entry.Text);
            foreach (var (key, value) in entry.Fields)
                WriteField(writer, key, value);
            writer.WriteEndObject();
        }
        StandardError.Write(JsonText.Escape(line.WrittenSpan));
    }

    private static void WriteField(Utf8JsonWriter writer, string key, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case int number:
                writer.WriteNumber(key, number);
                break;
            case long number:
                writer.WriteNumber(key, number);
                break;
            default:
                writer.WriteString(key, Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static string Now() => DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Label(LogLevel level) => level switch
    {
        LogLevel.Error => "error",
        LogLevel.Warn => "warn ",
        LogLevel.Info => "info ",
        _ => "debug",
    };
}
