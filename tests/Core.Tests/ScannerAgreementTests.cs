// Tests: the vector scanner means what the scalar one says.
using System.Runtime.InteropServices;
using CsCheck;
using Xunit;

namespace Sluice.Core.Tests;

public sealed unsafe class ScannerAgreementTests
{
    private static readonly Gen<byte[]> Lines = Gen.OneOf(
        BytesGen.Random,
        BytesGen.Mutated.Select(input => input.Bytes),
        // Mostly plain, with what ends plainness close to the edges of a block of 32.
        Gen.Frequency(
                (200, Gen.Byte[(byte)'0', (byte)'z']), (40, Gen.Const((byte)' ')),
                (1, Gen.OneOf((byte)'\t', (byte)'\r', (byte)'\n', (byte)'"', (byte)'\\', (byte)0x80, (byte)0x7F, (byte)0x1F)))
            .Array[0, 600],
        Gen.Select(Gen.Int[0, 130], Gen.OneOf("\n", "\r\n", " \n", "\r\r\n", "\t\n", " \r\n", ""), Gen.Int[2, 9]).Select(
            (length, end, every) => System.Text.Encoding.ASCII.GetBytes(
                string.Concat(Enumerable.Range(0, length).Select(i => i % every == every - 1 ? ' ' : 'x')) + end + "yy zz\n")));

    [Fact]
    public void Scan_ByVectors_AgreesWithScalar() =>
        Lines.Sample(Compare, iter: Math.Max(20_000, Check.Iter), print: Convert.ToHexString);

    private static void Compare(byte[] line)
    {
        // Memory of exactly the promised size: reading past it would be seen by a checked allocator.
        byte* memory = (byte*)NativeMemory.Alloc((nuint)line.Length + LineScanner.Readable);
        try
        {
            new Span<byte>(memory, line.Length + LineScanner.Readable).Fill((byte)' ');
            line.CopyTo(new Span<byte>(memory, line.Length));
            var expected = new LineTokens();
            var actual = new LineTokens();
            int end = ScalarScanner.Scan(memory, line.Length, expected);
            Assert.Equal(end, VectorScanner.Scan(memory, line.Length, actual));
            AssertSame(expected, actual);
            foreach (byte follows in " \n\"x"u8)
            {
                new Span<byte>(memory + line.Length, LineScanner.Readable).Fill(follows);
                actual = new LineTokens();
                Assert.Equal(end, VectorScanner.ScanFramed(memory, line.Length, actual));
                AssertSame(expected, actual);
            }
        }
        finally
        {
            NativeMemory.Free(memory);
        }
    }

    private static void AssertSame(LineTokens expected, LineTokens actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.Equal(expected.IsClean, actual.IsClean);
        Assert.Equal(Tokens(expected), Tokens(actual));
    }

    private static List<(int Start, int End)> Tokens(LineTokens tokens) =>
        [.. Enumerable.Range(0, tokens.Count).Select(i => (Ints(tokens.Starts)[i], Ints(tokens.Ends)[i]))];

    private static Span<int> Ints(int* first) => new(first, LineTokens.Max);
}
