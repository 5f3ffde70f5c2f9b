// Shared: how the constant text of a schema is made.
using Sluice.Core.Encodings;
using Sluice.Core.Text;

namespace Sluice.Core.Schemas.Shared;

/// <summary>The constants of a schema, encoded once; <paramref name="arena"/> owns their memory.</summary>
internal abstract unsafe class SchemaLiterals<TWriter>(LiteralArena<TWriter> arena)
    where TWriter : struct, IRecordWriter
{
    protected LiteralArena<TWriter> Arena { get; } = arena;

    /// <summary>Text in memory that may be read past its end.</summary>
    public static byte[] Padded(string text, out int length)
    {
        length = System.Text.Encoding.UTF8.GetByteCount(text);
        byte[] bytes = new byte[length + RecordText.Slack * 2];
        System.Text.Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    /// <summary>Writes text that is not known to be plain.</summary>
    public static void Text(ref TWriter w, byte[] text, int length)
    {
        fixed (byte* start = text)
            w.String(start, length, clean: false);
    }

    /// <summary>A key and the opening of a map, for each size from 1 to <paramref name="most"/>; index 0 is unused.</summary>
    protected Literal[] MapKeys(string name, int most)
    {
        byte[] key = System.Text.Encoding.UTF8.GetBytes(name);
        var made = new Literal[most + 1];
        for (int i = 1; i <= most; i++)
        {
            int pairs = i;
            made[i] = Arena.Make((ref TWriter w) =>
            {
                w.Key(key);
                w.Map(pairs);
            });
        }

        return made;
    }

    /// <summary>Writes a constant pair.</summary>
    public static void Pair(ref TWriter w, string key, string value)
    {
        w.Key(System.Text.Encoding.UTF8.GetBytes(key));
        Text(ref w, Padded(value, out int length), length);
    }

    /// <summary>Writes a constant array of one text.</summary>
    protected static void List(ref TWriter w, string key, string value)
    {
        w.Key(System.Text.Encoding.UTF8.GetBytes(key));
        w.Array(1);
        Text(ref w, Padded(value, out int length), length);
        w.EndArray();
    }

    /// <summary>Keys of nested maps of one pair each, down to a key whose value follows.</summary>
    protected Literal Under(string last, params string[] keys) => Arena.Make((ref TWriter w) =>
    {
        foreach (string key in keys)
        {
            w.Key(Utf8(key));
            w.Map(1);
        }

        w.Key(Utf8(last));
    });

    protected static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
