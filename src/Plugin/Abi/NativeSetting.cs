// Abi: struct sluice_setting of native/sluice.h.
using System.Runtime.InteropServices;

namespace Sluice.Plugin.Abi;

/// <summary>One setting as the user wrote it; both strings are NUL-terminated UTF-8 and the caller's.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeSetting
{
    public byte* Name;
    public byte* Value;
}
