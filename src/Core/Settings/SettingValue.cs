// Settings: values as people write them.
using System.Globalization;
using Sluice.Core.Text;

namespace Sluice.Core.Settings;

/// <summary>Parsers of setting values; each returns what is wrong, or null.</summary>
public static class SettingValue
{
    /// <summary>Any text; an empty one is set as null.</summary>
    public static string? Text(string value, Action<string?> set)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(set);
        set(value.Length == 0 ? null : value);
        return null;
    }

    /// <summary>On or off; an empty value means on, as for an option without a value.</summary>
    public static string? Switch(string value, Action<bool> set)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(set);
        bool? parsed = value.ToLowerInvariant() switch
        {
            "on" or "true" or "yes" or "1" or "" => true,
            "off" or "false" or "no" or "0" => false,
            _ => null,
        };
        if (parsed is not { } known)
            return $"unknown value '{Printable.Escape(value)}' (expected on or off)";
        set(known);
        return null;
    }

    /// <summary>A whole number within bounds; the largest number there is bounds nothing.</summary>
    public static string? Number(string value, long least, long most, Action<long> set)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(set);
        if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            || number < least || number > most)
            return $"'{Printable.Escape(value)}' is not a whole number {(most == long.MaxValue ? $"of at least {least}" : $"from {least} to {most}")}";
        set(number);
        return null;
    }

    /// <summary>Seconds, or a number with s, m or h.</summary>
    public static string? Seconds(string value, int least, int most, Action<int> set)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(set);
        int scale = value.Length == 0 ? 0 : char.ToLowerInvariant(value[^1]) switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        var digits = scale == 0 ? value.AsSpan() : value.AsSpan(0, value.Length - 1);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            || number * Math.Max(scale, 1) < least || number > most / Math.Max(scale, 1))
            return $"'{Printable.Escape(value)}' is not a time from {least} to {most} seconds";
        set((int)(number * Math.Max(scale, 1)));
        return null;
    }

    /// <summary>Bytes, or a number with k, m or g (powers of 1,024).</summary>
    public static string? Size(string value, long least, long most, Action<long> set)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(set);
        int shift = value.Length == 0 ? 0 : char.ToLowerInvariant(value[^1]) switch { 'k' => 10, 'm' => 20, 'g' => 30, _ => 0 };
        var digits = shift == 0 ? value.AsSpan() : value.AsSpan(0, value.Length - 1);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            || number > most >> shift || number << shift < least)
            return $"'{Printable.Escape(value)}' is not a size from {Show(least)} to {Show(most)} (a number, optionally with k, m or g)";
        set(number << shift);
        return null;
    }

    /// <summary>An http or https address, stored without trailing slashes; an empty one is set as null.</summary>
    public static string? Address(string value, Action<string?> set)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(set);
        if (value.Length == 0)
        {
            set(null);
            return null;
        }
        if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return $"'{Printable.Escape(value)}' is not an http or https address";
        set(value.TrimEnd('/'));
        return null;
    }

    private static string Show(long size) =>
        size >= 1 << 30 && size % (1 << 30) == 0 ? $"{size >> 30}g"
        : size >= 1 << 20 && size % (1 << 20) == 0 ? $"{size >> 20}m"
        : size >= 1 << 10 && size % (1 << 10) == 0 ? $"{size >> 10}k"
        : size.ToString(CultureInfo.InvariantCulture);
}
