// Filter: the sluice_filter_* functions of native/sluice.h; each only calls into a guarded method.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sluice.Plugin.Abi;

namespace Sluice.Plugin.Filter;

/// <summary>Thin exports: nothing but a call, because an export's frame must hold no locals of its own.</summary>
internal static unsafe class FilterExports
{
    /// <summary>The name of a setting, NULL past the last.</summary>
    [UnmanagedCallersOnly(EntryPoint = "sluice_filter_setting", CallConvs = [typeof(CallConvCdecl)])]
    public static byte* Setting(nuint index) => FilterApi.Setting(index);

    /// <summary>Opens a filter; <paramref name="filter"/> is written on success only.</summary>
    [UnmanagedCallersOnly(EntryPoint = "sluice_filter_open", CallConvs = [typeof(CallConvCdecl)])]
    public static int Open(NativeSetting* settings, nuint count, NativeHost* host, nint* filter) =>
        FilterApi.Open(settings, count, host, filter);

    /// <summary>Rewrites a buffer of events; the caller frees a new one with free(3).</summary>
    [UnmanagedCallersOnly(EntryPoint = "sluice_filter_run", CallConvs = [typeof(CallConvCdecl)])]
    public static int Run(nint filter, byte* data, nuint size, byte* tag, nuint tagSize, void** output, nuint* outputSize) =>
        FilterApi.Run(filter, data, size, tag, tagSize, output, outputSize);

    /// <summary>Adds a key under which events name their file.</summary>
    [UnmanagedCallersOnly(EntryPoint = "sluice_filter_stream_key", CallConvs = [typeof(CallConvCdecl)])]
    public static int StreamKey(nint filter, byte* key) => FilterApi.StreamKey(filter, key);

    /// <summary>Reports every counter to <paramref name="each"/>.</summary>
    [UnmanagedCallersOnly(EntryPoint = "sluice_filter_counters", CallConvs = [typeof(CallConvCdecl)])]
    public static int Counters(nint filter, delegate* unmanaged[Cdecl]<void*, NativeCounter*, void> each, void* context) =>
        FilterApi.Counters(filter, each, context);

    /// <summary>Ends a filter.</summary>
    [UnmanagedCallersOnly(EntryPoint = "sluice_filter_close", CallConvs = [typeof(CallConvCdecl)])]
    public static int Close(nint filter) => FilterApi.Close(filter);
}
