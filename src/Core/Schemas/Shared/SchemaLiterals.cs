// Shared: how the constant text of a schema is made.
using Sluice.Core.Encodings;

namespace Sluice.Core.Schemas.Shared;

/// <summary>The constants of a schema, encoded once; <paramref name="arena"/> owns their memory.</summary>
internal abstract class SchemaLiterals<TWriter>(LiteralArena<TWriter> arena)
    where TWriter : struct, IRecordWriter
{
    protected LiteralArena<TWriter> Arena { get; } = arena;

    /// <summary>A key and the opening of a map, for each size from 1 to <paramref name="most"/>; index 0 is unused.</summary>
    protected Literal[] MapKeys(string name, int most)
    {
        byte[] key = Utf8(name);
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

    /// <summary><c>related.ip</c> up to its first item, for each number of items up to <paramref name="most"/>.</summary>
    protected Literal[] RelatedIps(int most) => [.. Enumerable.Range(0, most + 1).Select(items => Arena.Make((ref TWriter w) =>
    {
        w.Key("related"u8);
        w.Map(1);
        w.Key("ip"u8);
        w.Array(items);
    }))];

    /// <summary>Writes a constant pair.</summary>
    protected static void Pair(ref TWriter w, string key, string value)
    {
        w.Key(Utf8(key));
        new PaddedText(value).Write(ref w);
    }

    /// <summary>Writes a constant array of one text.</summary>
    protected static void List(ref TWriter w, string key, string value)
    {
        w.Key(Utf8(key));
        w.Array(1);
        new PaddedText(value).Write(ref w);
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
