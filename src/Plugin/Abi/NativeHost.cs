// Abi: struct sluice_host of native/sluice.h.
using System.Runtime.InteropServices;
using Sluice.Pull.Log;

namespace Sluice.Plugin.Abi;

/// <summary>What the host offers, valid up to <see cref="Size"/>: an older caller's struct is shorter.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeHost
{
    public nuint Size;
    public delegate* unmanaged[Cdecl]<void*, int, byte*, nuint, void> Log;
    public void* LogContext;
    public int LogLevel;
}
