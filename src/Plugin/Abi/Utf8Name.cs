// Abi: text that lives as long as the library, for hosts that keep the pointer.
using System.Runtime.InteropServices;
using System.Text;

namespace Sluice.Plugin.Abi;

/// <summary>NUL-terminated UTF-8 in native memory that is never freed; equal texts share it.</summary>
internal static unsafe class Utf8Name
{
    private static readonly Dictionary<string, nint> Known = [];

    /// <summary>The text's address, always the same; NULL for null.</summary>
    public static nint Of(string? text)
    {
        if (text is null)
            return 0;
        lock (Known)
        {
            if (Known.TryGetValue(text, out nint known))
                return known;
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            byte* copy = (byte*)NativeMemory.AllocZeroed((nuint)bytes.Length + 1);
            bytes.CopyTo(new Span<byte>(copy, bytes.Length));
            Known.Add(text, (nint)copy);
            return (nint)copy;
        }
    }
}
