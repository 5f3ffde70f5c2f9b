// Filter: copies a buffer of events, each flow-log line replaced by its record.
using System.Buffers.Binary;
using Sluice.Core.Encodings;
using Sluice.Core.Records;
using Sluice.Core.VpcFlow;

namespace Sluice.Plugin.Filter;

/// <summary>
/// Writes records straight into the output that the host receives. What is not rewritten is copied byte for byte,
/// in one piece up to the next event that is; nothing is allocated per event.
/// </summary>
internal sealed unsafe class EventRewriter : IDisposable
{
    // d7 00, four bytes of seconds, four of nanoseconds: the form of time that every host reads.
    private const int FixedTime = 10;

    private readonly FilterSettings _settings;
    private readonly FlowParser _parser;
    private readonly EventStreams _streams;
    private Batch? _spare;
    private double _growth = 6;

    public EventRewriter(FilterSettings settings, MalformedHandler report, Action<string> warn)
    {
        _settings = settings;
        _parser = new FlowParser(settings.Options, report);
        _streams = new EventStreams(_parser, settings, Counters, warn);
    }

    public FilterCounters Counters { get; } = new();

    /// <summary>Events may also name their file under this key; it comes before the known ones, and after the user's.</summary>
    public void AddStreamKey(ReadOnlySpan<byte> key) => _streams.AddKey(key);

    /// <summary>The new buffer, or null when no event changes.</summary>
    public Batch? Rewrite(ReadOnlySpan<byte> data, ReadOnlySpan<byte> tag)
    {
        var reader = new MsgPackReader(data);
        _parser.Shrink();
        _streams.Enter(tag, default, default);
        LogEventReader found = default;
        Batch? output = null;
        int copied = 0;
        bool changed = false;
        try
        {
            while (!reader.AtEnd)
            {
                if (!found.TryRead(ref reader, _settings.Keys, _streams.Keys))
                {
                    // The end of this event is not known: the rest passes as it is.
                    Counters.Unreadable++;
                    break;
                }

                if (found.TextKey < 0 || found.IsRecord)
                {
                    if (found.IsRecord)
                        Counters.PassedRecords++;
                    else
                        Counters.PassedWithoutText++;
                    continue;
                }

                if (!_streams.IsCurrent(found.Source, found.ObjectKey))
                    _streams.Enter(tag, found.Source, found.ObjectKey);

                output ??= Rent(Estimate(data.Length));
                if (copied < found.Start)
                    output.Append(data[copied..found.Start]);
                copied = found.Start;
                int before = output.Length;
                if (Replace(data, in found, output))
                {
                    copied = found.End;
                    changed = true;
                }
                else
                {
                    output.Truncate(before);
                }
            }

            if (output is null || !changed)
            {
                Return(output);
                return null;
            }

            output.Append(data[copied..]);
            Learn(data.Length, output.Length);
            return output;
        }
        catch
        {
            Return(output);
            throw;
        }
    }

    /// <summary>Takes back what <see cref="Rewrite"/> returned, detached or not: one object serves every buffer.</summary>
    public void Return(Batch? output)
    {
        if (output is null)
            return;
        output.Release();
        if (_spare is null)
            _spare = output;
        else
            output.Dispose();
    }

    public void Dispose()
    {
        _spare?.Dispose();
        _parser.Dispose();
    }

    private Batch Rent(int capacity)
    {
        if (_spare is not { } output)
            return new Batch(capacity);
        _spare = null;
        output.Renew(capacity);
        return output;
    }

    // False: the event passes as it is.
    private bool Replace(ReadOnlySpan<byte> data, in LogEventReader found, Batch output)
    {
        int start = output.Length;
        int body = Prefix(in found, output);
        LineOutcome outcome = _parser.ParseBody(found.Text, data.Length - found.TextEnd, output);
        if (outcome != LineOutcome.Several)
            return Finish(data, in found, output, start, body, outcome);

        // An envelope of several lines: each becomes an event of its own.
        output.Truncate(start);
        bool all = true;
        while (true)
        {
            int at = output.Length;
            body = Prefix(in found, output);
            if (!_parser.TryParseNextBody(output, out outcome))
            {
                output.Truncate(at);
                return all;
            }

            if (Finish(data, in found, output, at, body, outcome))
                continue;
            output.Truncate(at);
            all &= outcome == LineOutcome.Blank;
        }
    }

    // Room for the event's prefix with the record's time; what it holds is known only afterwards. Returns where it ends.
    private static int Prefix(in LogEventReader found, Batch output)
    {
        output.Skip(found.Time - found.Start + FixedTime + (found.Body - found.Metadata));
        return output.Length;
    }

    private bool Finish(ReadOnlySpan<byte> data, in LogEventReader found, Batch output, int start, int body, LineOutcome outcome)
    {
        switch (outcome)
        {
            case LineOutcome.Record:
                Counters.Records++;
                break;
            case LineOutcome.Malformed when _parser.LastFault == FaultKind.RecordAlready:
                Counters.PassedRecords++;
                return false;
            case LineOutcome.Malformed:
                if (_parser.LastFault is FaultKind.HeaderForgotten or FaultKind.NotBeyondDoubt)
                    Counters.MalformedByColumns++;
                else
                    Counters.MalformedByContent++;
                // The header of the next file may be glued to the line.
                _streams.HeaderSeen();
                if (_settings.OnMalformed == OnUnparsed.Pass)
                    return false;
                if (_settings.OnMalformed == OnUnparsed.Drop)
                    return Rollback(output, start);
                break;
            case LineOutcome.Header:
                Counters.Headers++;
                _streams.HeaderSeen();
                return Rollback(output, start);
            case LineOutcome.Control:
                Counters.Controls++;
                return Rollback(output, start);
            default:
                Counters.PassedBlank++;
                return false;
        }

        body = WritePrefix(data, in found, output, start, body, _parser.LastTime);
        if (_settings.ReserveData || _settings.PreserveKey)
            AppendReserved(data, in found, output, body);
        return true;
    }

    private static bool Rollback(Batch output, int length)
    {
        output.Truncate(length);
        return true;
    }

    // Returns where the body begins. The event keeps its form, its metadata and, if the record has no time, its time.
    private static int WritePrefix(ReadOnlySpan<byte> data, in LogEventReader found, Batch output, int start, int parsed, long time)
    {
        bool timed = time is >= 0 and <= uint.MaxValue;
        int prefix = timed ? found.Time - found.Start + FixedTime + (found.Body - found.Metadata) : found.Body - found.Start;
        int body = start + prefix;
        output.Move(parsed, body);
        byte* at = output.Pointer + start;
        if (!timed || found.Metadata - found.Time == FixedTime)
        {
            // The prefix keeps its length: it is copied whole, then the record's time is written into it.
            data[found.Start..found.Body].CopyTo(new Span<byte>(at, prefix));
            if (timed)
                WriteTime(at + (found.Time - found.Start), time);
            return body;
        }

        int head = found.Time - found.Start;
        data.Slice(found.Start, head).CopyTo(new Span<byte>(at, head));
        WriteTime(at + head, time);
        data[found.Metadata..found.Body].CopyTo(new Span<byte>(at + head + FixedTime, found.Body - found.Metadata));
        return body;
    }

    private static void WriteTime(byte* at, long seconds)
    {
        at[0] = 0xd7;
        at[1] = 0x00;
        BinaryPrimitives.WriteUInt64BigEndian(new Span<byte>(at + 2, 8), (ulong)seconds << 32);
    }

    private void AppendReserved(ReadOnlySpan<byte> data, in LogEventReader found, Batch output, int body)
    {
        var reader = new MsgPackReader(data, found.Pairs);
        uint added = 0;
        for (uint i = 0; i < found.PairCount; i++)
        {
            int at = reader.Position;
            int key = at;
            if (!reader.TrySkip())
                return;
            int value = reader.Position;
            if (!reader.TrySkip())
                return;
            bool wanted = at == found.TextKey ? _settings.PreserveKey : _settings.ReserveData;
            if (!wanted || Holds(output.Bytes[body..], data[key..value]))
                continue;
            output.Append(data[at..reader.Position]);
            added++;
        }

        if (added > 0)
            output.Widen(body, added);
    }

    // A key of the record is not written twice: the record's own value stands.
    private static bool Holds(ReadOnlySpan<byte> body, ReadOnlySpan<byte> rawKey)
    {
        var keyReader = new MsgPackReader(rawKey);
        if (!keyReader.TryReadText(out var key))
            return false;
        return new MsgPackReader(body).TryFind(key);
    }

    // A little more than the last buffers needed, so that the output seldom moves while it grows.
    private int Estimate(int input) =>
        (int)Math.Clamp((long)(input * _growth) + 4096, 4096, int.MaxValue / 2);

    private void Learn(int input, int output)
    {
        double growth = output * 1.1 / input;
        _growth = growth > _growth ? growth : Math.Max(1, _growth * 0.9 + growth * 0.1);
    }
}
