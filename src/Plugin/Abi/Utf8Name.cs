// Abi: text that lives as long as the library, for hosts that keep the pointer.
using System.Runtime.InteropServices;
using System.Text;

namespace Sluice.Plugin.Abi;

/// <summary>NUL-terminated UTF-8 in native memory that is never freed.</summary>
internal static unsafe class Utf8Name
{
    public static nint Of(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        byte* copy = (byte*)NativeMemory.AllocZeroed((nuint)bytes.Length + 1);
        bytes.CopyTo(new Span<byte>(copy, bytes.Length));
        return (nint)copy;
    }

    public static nint[] OfAll(IReadOnlyList<string> texts)
    {
        nint[] names = new nint[texts.Count];
        for (int i = 0; i < names.Length; i++)
            names[i] = Of(texts[i]);
        return names;
    }
}
