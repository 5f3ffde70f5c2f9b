// Abi: struct sluice_batch of native/sluice.h.
using System.Runtime.InteropServices;

namespace Sluice.Plugin.Abi;

/// <summary>A run of whole records; the memory is ours until its token is released.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeBatch
{
    public byte* Data;
    public nuint Size;
    public nuint Records;
    public ulong Token;
}
