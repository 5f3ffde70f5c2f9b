// Tests: random flow logs, most of them right and some of them wrong in one place.
using CsCheck;
using Sluice.Core.Tests.Reference;

namespace Sluice.Core.Tests;

/// <summary>An input with what must be known to read it.</summary>
/// <param name="Text">The whole input.</param>
/// <param name="Fields">The fields setting, or null.</param>
public sealed record RandomLog(string Text, string? Fields);

/// <summary>Generators of records of every version, order and framing.</summary>
internal static class RecordGen
{
    private static readonly Gen<string> Blank = Gen.Frequency(
        (20, Gen.Const(" ")), (1, Gen.Const("\t")), (1, Gen.Const("  ")), (1, Gen.Const(" \t ")));

    private static readonly Gen<string> Edge = Gen.Frequency((20, Gen.Const("")), (1, Gen.Const(" ")), (1, Gen.Const("\t")));

    private static readonly Gen<string> LineEnd = Gen.Frequency((8, Gen.Const("\n")), (1, Gen.Const("\r\n")), (1, Gen.Const("\n\n")));

    private static readonly Gen<string> Unknown = Gen.Select(Gen.Char['a', 'z'], Gen.OneOf("-new", "_field", "-9", "x"), Gen.Int[0, 99])
        .Select(parts => $"{parts.Item1}{parts.Item2}{parts.Item3}");

    /// <summary>A file with a header line of any fields of any versions, in any order.</summary>
    internal static readonly Gen<RandomLog> WithHeader =
        from columns in Columns()
        from spelled in Spelled(columns)
        from log in Lines(columns)
        from separator in Blank
        from edge in Edge
        select new RandomLog(edge + string.Join(separator, spelled) + edge + "\n" + log, null);

    /// <summary>The same without the header: the setting names the columns.</summary>
    internal static readonly Gen<RandomLog> WithSetting =
        from columns in Columns()
        from log in Lines(columns)
        select new RandomLog(log, string.Join(' ', columns));

    /// <summary>Neither: the default orders, lengths in between, and orders that only have their number of tokens.</summary>
    internal static readonly Gen<RandomLog> WithNothing =
        from length in Gen.Frequency((6, Gen.Const(14)), (4, Gen.Const(29)), (1, Gen.Int[10, 31]))
        from isShuffled in Gen.Frequency((9, Gen.Const(false)), (1, Gen.Const(true)))
        from columns in isShuffled ? Gen.Shuffle(ReferenceFields.V2To5, 29) : Gen.Const(ReferenceFields.V2To5)
        from log in Lines(columns.Take(Math.Min(length, 29)).ToArray())
        select new RandomLog(log, null);

    /// <summary>JSON records in every spelling and form.</summary>
    internal static readonly Gen<RandomLog> Json =
        from columns in Columns()
        from spelled in Spelled(columns)
        from lines in Sequence([.. columns.Select(JsonGen.Value)])
            .SelectMany(values => Sequence(Enumerable.Repeat(JsonGen.Gap, values.Length * 2 + 2).ToArray())
                .Select(gaps => JsonGen.Object(spelled, values, gaps)))
            .SelectMany(line => LineEnd.Select(end => line + end))
            .Array[1, 4]
        select new RandomLog(string.Concat(lines), null);

    internal static readonly Gen<RandomLog> Any = Gen.OneOf(WithHeader, WithSetting, WithNothing, Json);

    /// <summary>The whole of a list of generators, one value of each.</summary>
    internal static Gen<T[]> Sequence<T>(IReadOnlyList<Gen<T>> gens) => new SequenceGen<T>(gens);

    // Fields of one to three versions, so that most records make sense; now and then an unknown one among them.
    private static Gen<string[]> Columns() =>
        from versions in Gen.Int[2, ReferenceFields.Newest].Array[0, 3]
        from extra in Gen.Frequency((3, Gen.Const(Array.Empty<string>())), (1, Unknown.Array[1, 3]))
        let pool = versions.Append(2).Distinct().SelectMany(version => ReferenceFields.ByVersion[version]).Concat(extra.Distinct()).ToArray()
        from count in Gen.Int[Math.Min(pool.Length, extra.Length * 2 + 1), pool.Length]
        from shuffled in Gen.Shuffle(pool, count)
        from isInOrder in Gen.Bool
        let columns = isInOrder ? pool.Where(shuffled.Contains).ToArray() : shuffled
        select columns.Count(ReferenceFields.Known.Contains) * 2 >= columns.Length ? columns : pool;

    private static Gen<string[]> Spelled(string[] columns) =>
        Gen.Bool.Select(isUnderscored => isUnderscored ? [.. columns.Select(name => name.Replace('-', '_'))] : columns);

    private static Gen<string> Lines(string[] columns) =>
        (from values in Sequence([.. columns.Select(FieldGen.Text)])
         from count in Gen.Frequency((30, Gen.Const(0)), (1, Gen.Int[-2, 3]))
         from blanks in Sequence(Enumerable.Repeat(Blank, columns.Length + 4).ToArray())
         from edge in Edge
         from end in LineEnd
         let tokens = values.Concat(["more", "-", "tokens"]).Take(Math.Max(0, values.Length + count))
         select edge + string.Concat(tokens.Zip(blanks, (token, blank) => token + blank)).TrimEnd() + edge + end).Array[1, 4]
        .Select(string.Concat);

    private sealed class SequenceGen<T>(IReadOnlyList<Gen<T>> gens) : Gen<T[]>
    {
        public override T[] Generate(PCG pcg, Size? min, out Size size)
        {
            size = new Size((ulong)gens.Count);
            var values = new T[gens.Count];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = gens[i].Generate(pcg, null, out Size part);
                size.Add(part);
            }
            return values;
        }
    }
}
