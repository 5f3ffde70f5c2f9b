// Filter: what the exports do, guarded.
using System.Runtime.InteropServices;
using Sluice.Plugin.Abi;

namespace Sluice.Plugin.Filter;

/// <summary>The filter's half of the ABI; never throws.</summary>
internal static unsafe class FilterApi
{
    private static readonly nint[] SettingNames = [.. FilterSettings.Names.Select(Utf8Name.Of)];

    public static byte* Setting(nuint index) => index < (nuint)SettingNames.Length ? (byte*)SettingNames[index] : null;

    public static int Open(NativeSetting* settings, nuint count, NativeHost* host, nint* filter)
    {
        HostLog? log = null;
        try
        {
            if (filter == null)
                return Result.BadArgument;
            log = new HostLog(host);
            if (!FilterSettings.TryRead(SettingList.Read(settings, count, FilterSettings.Names), out var read, out string error))
                return Guard.Report(log, error, Result.BadSetting);
            *filter = Handle.Open(new FlowFilter(read, log));
            return Result.Ok;
        }
        catch (Exception fault)
        {
            return Guard.Report(log, fault);
        }
    }

    public static int Run(nint handle, byte* data, nuint size, byte* tag, nuint tagSize, void** output, nuint* outputSize)
    {
        FlowFilter? filter = null;
        try
        {
            filter = Handle.Get<FlowFilter>(handle);
            if (filter is null || output == null || outputSize == null || size > int.MaxValue)
                return Result.BadArgument;
            var rewritten = filter.Run(new ReadOnlySpan<byte>(data, (int)size), new ReadOnlySpan<byte>(tag, (int)tagSize));
            if (rewritten is null)
                return Result.Nothing;
            *outputSize = (nuint)rewritten.Length;
            // Not every path of a host frees a buffer of zero bytes.
            *output = rewritten.Length == 0 ? null : rewritten.Detach();
            filter.Return(rewritten);
            return Result.Some;
        }
        catch (Exception fault)
        {
            return Guard.Report(filter?.Log, fault);
        }
    }

    public static int StreamKey(nint handle, byte* key)
    {
        FlowFilter? filter = null;
        try
        {
            filter = Handle.Get<FlowFilter>(handle);
            if (filter is null || key == null)
                return Result.BadArgument;
            filter.AddStreamKey(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(key));
            return Result.Ok;
        }
        catch (Exception fault)
        {
            return Guard.Report(filter?.Log, fault);
        }
    }

    public static int Counters(nint handle, delegate* unmanaged[Cdecl]<void*, NativeCounter*, void> each, void* context)
    {
        try
        {
            var filter = Handle.Get<FlowFilter>(handle);
            if (filter is null || each == null)
                return Result.BadArgument;
            filter.Counters.Report(new CounterSink(each, context));
            return Result.Ok;
        }
        catch (Exception fault)
        {
            return Guard.Report(null, fault);
        }
    }

    public static int Close(nint handle)
    {
        FlowFilter? filter = null;
        try
        {
            filter = Handle.Get<FlowFilter>(handle);
            if (filter is null)
                return Result.BadArgument;
            Handle.Close(handle);
            filter.Dispose();
            return Result.Ok;
        }
        catch (Exception fault)
        {
            return Guard.Report(filter?.Log, fault);
        }
    }
}
