// Tests: a random value of one flow-log field.
using CsCheck;
using Sluice.Core.Tests.Reference;

namespace Sluice.Core.Tests;

/// <summary>Values as they come, a dash now and then, and rarely one that is not allowed.</summary>
internal static class FieldGen
{
    private static readonly Gen<string> Dash = Gen.Const("-");

    private static readonly Gen<string> V4 =
        Gen.Byte.Array[4].Select(octets => string.Join('.', octets));

    private static readonly Gen<string> V6 =
        Gen.Frequency((2, Gen.UShort), (1, Gen.Const((ushort)0)), (1, Gen.UShort[0, 15])).Array[8].SelectMany(groups =>
            Gen.Select(Gen.Int[0, 7], Gen.Int[0, 8], Gen.Int[0, 3], (from, length, form) => SixText(groups, from, length, form)));

    private static readonly Gen<string> Address = Gen.Frequency(
        (12, V4), (6, V6), (1, Gen.OneOf("::", "::1", "255.255.255.255", "0.0.0.0", "ff02::1", "::ffff:10.0.0.1")));

    private static readonly Gen<string> NoAddress = Gen.OneOf(
        "10.0.0.256", "1.2.3", "1.2.3.4.5", "::1::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "host", "10.0.0.", ".1.2.3", "12345::",
        "fe80::1%eth0", "g::1", ":::", "1.2.3.4/8", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:", "[::1]", "10..0.1", "1000.1.1.1");

    private static readonly Gen<string> Wide = Gen.OneOf(
        Gen.Long[0, 9], Gen.Long[0, 100_000], Gen.Long[0, long.MaxValue], Gen.Const(0L), Gen.Const(long.MaxValue)).Select(n => $"{n}");

    private static readonly Gen<string> NoNumber = Gen.OneOf(
        "many", "9223372036854775808", "99999999999999999999", "1.5", "1e3", "0x10", "12a", "a12", "--", "ACCEPT", "1,000");

    private static readonly Gen<string> Time = Gen.Frequency(
        (10, Gen.Long[1_400_000_000, 1_900_000_000]), (2, Gen.Long[0, 4_102_444_800]), (1, Gen.Const(0L)),
        (2, Gen.Long[1_000_000_000_000, 9_999_999_999_999]), (1, Gen.Long[4_102_444_800, 300_000_000_000]),
        (1, Gen.OneOf(253_402_300_799L, 253_402_300_800L, 999_999_999_999L, 10_000_000_000_000L))).Select(n => $"{n}");

    private static readonly Gen<string> Word = Gen.Frequency(
        (10, Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789-_/:.ABCXYZ"].Array[1, 40].Select(letters => new string(letters))),
        (1, Gen.Char[" !\"#$%&'()*+,;<=>?@[\\]^`{|}~\u007f\u0001\u001f\u00e9\u20ac\ud7ff"].Array[1, 12]
            .Select(letters => new string(letters).Replace(" ", "x", StringComparison.Ordinal))),
        (1, Gen.OneOf("\U0001F30A", "caf\u00e9", "\u65e5\u672c", "a\\u0041b", "\"", "\\", "</script>")));

    private static readonly Gen<string> Tag = Gen.Frequency(
        (3, Word), (3, Gen.OneOf("web%20tier", "a%2Bb", "100%25", "%", "%4", "%zz", "caf%C3%A9", "%F0%9F%8C%8A", "%22%5C%0a", "a+b", "%%41")));

    /// <summary>A token of a text line.</summary>
    internal static Gen<string> Text(string field) => Gen.Frequency((14, Value(field)), (3, Dash), (WeightOfWrong(field), Wrong(field)));

    /// <summary>A value that the field may have.</summary>
    internal static Gen<string> Value(string field) => field switch
    {
        _ when ReferenceFields.Addresses.Contains(field) => Address,
        _ when ReferenceFields.Tags.Contains(field) => Tag,
        "version" => Gen.Int[2, ReferenceFields.Newest].Select(n => $"{n}"),
        "account-id" => Gen.Frequency((8, Gen.Long[0, 999_999_999_999].Select(n => $"{n:D12}")), (1, Gen.Const("unknown")), (1, Word)),
        "srcport" or "dstport" => Gen.Frequency((8, Gen.Int[0, 65535]), (1, Gen.Const(0)), (1, Gen.Const(65535))).Select(n => $"{n}"),
        "protocol" => Gen.Frequency((6, Gen.OneOf(1, 6, 17, 58, 132)), (2, Gen.Int[0, 255])).Select(n => $"{n}"),
        "tcp-flags" => Gen.Int[0, 511].Select(n => $"{n}"),
        "traffic-path" => Gen.Int[1, 8].Select(n => $"{n}"),
        "encryption-status" => Gen.Int[0, 3].Select(n => $"{n}"),
        "start" or "end" => Time,
        _ when ReferenceFields.Wide.Contains(field) => Wide,
        "action" => Gen.OneOf("ACCEPT", "ACCEPT", "REJECT"),
        "log-status" => Gen.OneOf("OK", "OK", "NODATA", "SKIPDATA"),
        "type" => Gen.OneOf("IPv4", "IPv6", "EFA"),
        "flow-direction" => Gen.OneOf("ingress", "egress"),
        "vpc-id" => Gen.Frequency((9, Id("vpc-")), (1, Word)),
        "subnet-id" => Gen.Frequency((9, Id("subnet-")), (1, Word)),
        "instance-id" => Gen.Frequency((9, Id("i-")), (1, Word)),
        "sublocation-type" => Gen.Frequency((9, Gen.OneOf("wavelength", "outpost", "localzone")), (1, Word)),
        "interface-id" => Id("eni-"),
        _ => Word,
    };

    private static Gen<string> Id(string prefix) => Gen.Long[0, long.MaxValue].Select(n => $"{prefix}0{n:x16}");

    private static Gen<string> Wrong(string field) => field switch
    {
        _ when ReferenceFields.Addresses.Contains(field) => NoAddress,
        "srcport" or "dstport" => Gen.OneOf(NoNumber, Gen.OneOf("65536", "70000", "4294967376")),
        "protocol" => Gen.OneOf(NoNumber, Gen.OneOf("256", "262", "1000")),
        _ => NoNumber,
    };

    private static int WeightOfWrong(string field) =>
        ReferenceFields.IsInteger(field) || ReferenceFields.Addresses.Contains(field) ? 1 : 0;

    // The written forms of one address: full, zero runs cut out, upper case, a dotted tail.
    private static string SixText(ushort[] groups, int from, int length, int form)
    {
        string[] words = [.. groups.Select(group => group.ToString(form == 1 ? "X" : form == 2 ? "x4" : "x", null))];
        int to = Math.Min(8, from + length);
        string text = length < 2
            ? string.Join(':', words)
            : string.Join(':', words[..from]) + "::" + string.Join(':', words[to..]);
        return form == 3 && to < 7 && !text.EndsWith(':')
            ? string.Join(':', text.Split(':')[..^2]) + $":{groups[6] >> 8}.{groups[6] & 255}.{groups[7] >> 8}.{groups[7] & 255}"
            : text;
    }
}
