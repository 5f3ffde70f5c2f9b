// Input: the sluice_input_* functions of native/sluice.h; each only calls into a guarded method.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sluice.Plugin.Abi;

namespace Sluice.Plugin.Input;

/// <summary>Thin exports: nothing but a call, because an export's frame must hold no locals of its own.</summary>
internal static unsafe class InputExports
{
    /// <summary>The name of a setting, NULL past the last.</summary>
    [UnmanagedCallersOnly(EntryPoint = "sluice_input_setting", CallConvs = [typeof(CallConvCdecl)])]
    public static byte* Setting(nuint index) => InputApi.Setting(index);

    /// <summary>Checks the settings and starts pulling; <paramref name="input"/> is written on success only.</summary>
    [UnmanagedCallersOnly(EntryPoint = "sluice_input_open", CallConvs = [typeof(CallConvCdecl)])]
    public static int Open(NativeSetting* settings, nuint count, NativeHost* host, nint* input) =>
        InputApi.Open(settings, count, host, input);

    /// <summary>The next run of records; its memory stays ours.</summary>
    [UnmanagedCallersOnly(EntryPoint = "sluice_input_next", CallConvs = [typeof(CallConvCdecl)])]
    public static int Next(nint input, nuint maxBytes, int timeoutMs, NativeBatch* batch) =>
        InputApi.Next(input, maxBytes, timeoutMs, batch);

    /// <summary>The caller has copied the data of this token.</summary>
    [UnmanagedCallersOnly(EntryPoint = "sluice_input_done_with", CallConvs = [typeof(CallConvCdecl)])]
    public static int DoneWith(nint input, ulong token) => InputApi.DoneWith(input, token);

    /// <summary>Ends a token, delivered or not.</summary>
    [UnmanagedCallersOnly(EntryPoint = "sluice_input_release", CallConvs = [typeof(CallConvCdecl)])]
    public static int Release(nint input, ulong token, int delivered) => InputApi.Release(input, token, delivered);

    /// <summary>Stops receiving.</summary>
    [UnmanagedCallersOnly(EntryPoint = "sluice_input_pause", CallConvs = [typeof(CallConvCdecl)])]
    public static int Pause(nint input) => InputApi.SetReceiving(input, false);

    /// <summary>Receives again.</summary>
    [UnmanagedCallersOnly(EntryPoint = "sluice_input_resume", CallConvs = [typeof(CallConvCdecl)])]
    public static int Resume(nint input) => InputApi.SetReceiving(input, true);

    /// <summary>Reports every counter to <paramref name="each"/>.</summary>
    [UnmanagedCallersOnly(EntryPoint = "sluice_input_counters", CallConvs = [typeof(CallConvCdecl)])]
    public static int Counters(nint input, delegate* unmanaged[Cdecl]<void*, NativeCounter*, void> each, void* context) =>
        InputApi.Counters(input, each, context);

    /// <summary>Hands back what was not released and frees the input.</summary>
    [UnmanagedCallersOnly(EntryPoint = "sluice_input_close", CallConvs = [typeof(CallConvCdecl)])]
    public static int Close(nint input, int graceMs) => InputApi.Close(input, graceMs);
}
