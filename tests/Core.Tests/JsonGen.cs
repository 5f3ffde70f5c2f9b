// Tests: a random JSON record.
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;
using Sluice.Core.Tests.Reference;

namespace Sluice.Core.Tests;

/// <summary>Values in each form that a JSON record may have them, and the blanks that JSON allows between.</summary>
internal static class JsonGen
{
    internal static readonly Gen<string> Gap = Gen.Frequency((30, Gen.Const("")), (1, Gen.Const(" ")), (1, Gen.Const("\t")));

    /// <summary>The JSON text of a value; null leaves the member out.</summary>
    internal static Gen<string?> Value(string field) =>
        from text in FieldGen.Text(field)
        from form in Gen.Int[0, 11]
        select text == "-" ? Absent(form) : ReferenceFields.IsInteger(field) && text.All(char.IsAsciiDigit) ? Number(text, form) : Quoted(text, form);

    internal static string Object(string[] names, string?[] values, string[] gaps)
    {
        var members = new List<string>();
        for (int i = 0; i < names.Length; i++)
        {
            if (values[i] is { } value)
                members.Add($"{gaps[2 * i]}\"{names[i]}\"{gaps[(2 * i) + 1]}:{gaps[2 * i]}{value}");
        }
        return "{" + string.Join(',', members) + gaps[^1] + "}" + gaps[^2];
    }

    private static string? Absent(int form) => (form % 3) switch { 0 => null, 1 => "null", _ => "\"-\"" };

    private static string Number(string digits, int form) => form switch
    {
        // A float that is not whole, and a number that overflows.
        0 => digits + ".5",
        1 or 2 => digits.Length < 16 ? digits + ".0" : digits,
        3 => $"\"{digits}\"",
        _ => long.TryParse(digits, CultureInfo.InvariantCulture, out long number) ? $"{number}" : digits,
    };

    private static string Quoted(string text, int form) =>
        JsonSerializer.Serialize(text, form < 4 ? Escaping : Relaxed);

    private static readonly JsonSerializerOptions Escaping = new() { Encoder = JavaScriptEncoder.Default };
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
