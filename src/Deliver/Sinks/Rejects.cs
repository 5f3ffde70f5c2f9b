// Sinks: events that a receiver refused, set aside so that their messages may be deleted.
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Sluice.Pull.Settings;

namespace Sluice.Deliver.Sinks;

/// <summary>A file of JSON lines, one for each refused event; a line is on the disk before its event counts as dealt with.</summary>
internal sealed class Rejects : IDisposable
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly FileStream _file;
    private readonly string _name;
    private readonly Lock _lock = new();
    private readonly MemoryStream _lines = new();

    /// <summary>Opens the file to append to it; throws <see cref="SettingsException"/>.</summary>
    public Rejects(string name)
    {
        _name = name;
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.Append,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
            };
            // Events are for the owner and the group of the file only.
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
            _file = new FileStream(name, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"rejects: '{name}' cannot be written ({e.Message})");
        }
    }

    /// <summary>Appends events, each a line of <paramref name="lines"/>, in one write; throws <see cref="SinkException"/> when they are not safely on disk.</summary>
    public void Write(string sink, int status, string reason, ReadOnlySpan<byte> lines)
    {
        lock (_lock)
        {
            _lines.SetLength(0);
            while (!lines.IsEmpty)
            {
                int feed = lines.IndexOf((byte)'\n');
                Append(sink, status, reason, feed < 0 ? lines : lines[..feed]);
                lines = feed < 0 ? [] : lines[(feed + 1)..];
            }

            try
            {
                _file.Write(_lines.GetBuffer(), 0, (int)_lines.Length);
                _file.Flush(flushToDisk: true);
            }
            catch (IOException e)
            {
                throw new SinkException($"rejects: '{_name}' cannot be written ({e.Message}): refused events cannot be saved, and their messages stay in the queue");
            }
            if (_lines.Capacity > 1 << 20)
                _lines.Capacity = 0;
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _lines.Dispose();
    }

    private void Append(string sink, int status, string reason, ReadOnlySpan<byte> text)
    {
        using (var writer = new Utf8JsonWriter(_lines, Relaxed))
        {
            writer.WriteStartObject();
            writer.WriteString("time"u8, DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
            writer.WriteString("sink"u8, sink);
            if (status > 0)
                writer.WriteNumber("status"u8, status);
            writer.WriteString("answer"u8, reason);
            writer.WriteString("event"u8, Encoding.UTF8.GetString(text));
            // An event that is not valid UTF-8 cannot be restored from its text.
            if (!Utf8.IsValid(text))
                writer.WriteBase64String("event_base64"u8, text);
            writer.WriteEndObject();
        }

        _lines.WriteByte((byte)'\n');
    }
}
