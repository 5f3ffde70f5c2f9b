// Abi: struct sluice_counter of native/sluice.h.
using System.Runtime.InteropServices;

namespace Sluice.Plugin.Abi;

/// <summary>One counter and its value; the texts live as long as the library.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeCounter
{
    public nint Name;
    public nint Help;
    public nint Label;
    public nint LabelValue;
    public double Value;
    public int Kind;
}
