// Lines: a record that is a JSON object, as CloudWatch subscriptions and Parquet rows bring it.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Sluice.Core;

/// <summary>
/// Puts the members of an object into columns: names unescaped, numbers as plain whole numbers where they are
/// integral, <c>null</c> left out. Texts lie in scratch memory that is reused for every record.
/// </summary>
internal sealed unsafe class FlowJson
{
    private const int MaxMembers = LineTokens.Max;

    /// <summary>Between two texts in scratch memory, so that no text is followed by another's bytes.</summary>
    private const int Gap = 1;

    private readonly LineTokens _tokens = new();
    private readonly sbyte[] _indexOf = GC.AllocateArray<sbyte>(FlowFields.Count, pinned: true);
    private readonly sbyte[] _fields = GC.AllocateArray<sbyte>(MaxMembers, pinned: true);
    private readonly Slice[] _names = GC.AllocateArray<Slice>(MaxMembers, pinned: true);
    private byte[] _scratch = [];
    private byte* _start;
    private int _used;
    private int _count;

    /// <summary>Reads one object; false with the reason when it is no flow-log record.</summary>
    public bool TryRead(ReadOnlySpan<byte> json, FlowLine line, ref Fault fault)
    {
        // Unescaping never lengthens a text; a number may come out longer, by the width of a 64-bit integer.
        int room = json.Length + MaxMembers * 48 + RecordText.Slack * 2;
        if (_scratch.Length < room)
        {
            _scratch = GC.AllocateUninitializedArray<byte>(Math.Max(room, _scratch.Length * 2), pinned: true);
            _start = (byte*)Unsafe.AsPointer(ref _scratch[0]);
        }

        _used = 0;
        _count = 0;
        Array.Fill(_indexOf, (sbyte)-1);
        var reader = new Utf8JsonReader(json);
        try
        {
            if (!Members(ref reader, ref fault))
                return false;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            fault.Kind = FaultKind.NotJson;
            fault.Found = reader.BytesConsumed;
            return false;
        }

        line.Columns = new FlowColumns
        {
            Base = _start,
            Starts = _tokens.Starts,
            Ends = _tokens.Ends,
            IndexOf = (sbyte*)Unsafe.AsPointer(ref _indexOf[0]),
            Fields = (sbyte*)Unsafe.AsPointer(ref _fields[0]),
            Names = (Slice*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_names)),
            Count = _count,
        };
        line.FieldsAreClean = false;
        return true;
    }

    private bool Members(ref Utf8JsonReader reader, ref Fault fault)
    {
        reader.Read();
        int known = 0;
        int named = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Slice name = Keep(ref reader);
            bool isKnown = FlowFields.TryFind(name.Span, out FlowField field);
            named++;
            known += isKnown ? 1 : 0;
            reader.Read();
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray
                || (isKnown && (reader.TokenType is JsonTokenType.True or JsonTokenType.False)))
            {
                if (isKnown)
                {
                    fault.Kind = FaultKind.NestedValue;
                    fault.Field = field;
                    return false;
                }

                reader.Skip();
            }
            else if (reader.TokenType != JsonTokenType.Null && _count < MaxMembers)
            {
                Take(ref reader, isKnown ? (int)field : -1, name);
            }
        }

        reader.Read(); // anything but blanks after the object is an error
        if (known > 0 && known * 2 >= named)
            return true;
        fault.Kind = FaultKind.NotAFlowObject;
        fault.Found = known;
        fault.Wanted = named;
        return false;
    }

    private void Take(ref Utf8JsonReader reader, int field, Slice name)
    {
        Slice text = reader.TokenType == JsonTokenType.Number ? Number(ref reader) : Keep(ref reader);
        if (!text.IsPresent)
            return;
        _tokens.Starts[_count] = (int)(text.Start - _start);
        _tokens.Ends[_count] = (int)(text.Start - _start) + text.Length;
        _fields[_count] = (sbyte)field;
        if (field >= 0)
        {
            _indexOf[field] = (sbyte)_count;
        }
        else
        {
            new Span<byte>(name.Start, name.Length).Replace((byte)'-', (byte)'_');
            Forget(name);
            _names[_count] = name;
        }

        _count++;
    }

    /// <summary>An unknown member named again replaces the earlier one, as a known one does.</summary>
    private void Forget(Slice name)
    {
        for (int i = 0; i < _count; i++)
            if (_fields[i] < 0 && _names[i].Span.SequenceEqual(name.Span))
                _tokens.Ends[i] = _tokens.Starts[i];
    }

    /// <summary>A whole number without fraction and exponent where the value has none: <c>6.0</c> is 6.</summary>
    private Slice Number(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> text = reader.ValueSpan;
        if (text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
            return Keep(text);
        if (reader.TryGetDecimal(out decimal value) && decimal.IsInteger(value) && value is >= 0 and <= long.MaxValue)
        {
            Span<byte> digits = stackalloc byte[32];
            ((long)value).TryFormat(digits, out int written, provider: System.Globalization.CultureInfo.InvariantCulture);
            return Keep(digits[..written]);
        }

        return Keep(text);
    }

    private Slice Keep(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return Keep(reader.ValueSpan);
        byte* at = _start + _used;
        int length = reader.CopyString(new Span<byte>(at, _scratch.Length - _used - RecordText.Slack));
        return Kept(at, length);
    }

    private Slice Keep(ReadOnlySpan<byte> text)
    {
        byte* at = _start + _used;
        text.CopyTo(new Span<byte>(at, _scratch.Length - _used));
        return Kept(at, text.Length);
    }

    private Slice Kept(byte* at, int length)
    {
        at[length] = (byte)' ';
        _used += length + Gap;
        return new Slice(at, length);
    }
}
