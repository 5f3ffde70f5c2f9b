// Input: what the exports do, guarded.
using Sluice.Core.Settings;
using Sluice.Plugin.Abi;
using Sluice.Pull.Log;

namespace Sluice.Plugin.Input;

/// <summary>The input's half of the ABI; never throws.</summary>
internal static unsafe class InputApi
{
    private static readonly nint[] SettingNames = [.. InputSettings.Names.Select(Utf8Name.Of)];

    public static byte* Setting(nuint index) => index < (nuint)SettingNames.Length ? (byte*)SettingNames[index] : null;

    public static int Open(NativeSetting* settings, nuint count, NativeHost* host, nint* input)
    {
        HostLog? log = null;
        try
        {
            if (input == null)
                return Result.BadArgument;
            log = new HostLog(host);
            var read = InputSettings.Read(SettingList.Read(settings, count, InputSettings.Names));
            if (read is { Emit: Emit.Raw, Metadata: false })
                log.Log(LogLevel.Warn, "emit raw with metadata off: a filter behind this input cannot tell which object a line belongs to, which matters if objects have different columns");
            *input = Handle.Open(new PullInput(read, log));
            return Result.Ok;
        }
        catch (Exception fault)
        {
            return Guard.Report(log, fault);
        }
    }

    public static int Next(nint handle, nuint maxBytes, int timeoutMs, NativeBatch* batch)
    {
        PullInput? input = null;
        try
        {
            input = Handle.Get<PullInput>(handle);
            if (input is null || batch == null)
                return Result.BadArgument;
            return input.Next(maxBytes == 0 || maxBytes > int.MaxValue ? int.MaxValue : (int)maxBytes, Math.Max(timeoutMs, 0), batch);
        }
        catch (Exception fault)
        {
            return Guard.Report(input?.Log, fault);
        }
    }

    public static int DoneWith(nint handle, ulong token)
    {
        PullInput? input = null;
        try
        {
            input = Handle.Get<PullInput>(handle);
            return input?.DoneWith(token) ?? Result.BadArgument;
        }
        catch (Exception fault)
        {
            return Guard.Report(input?.Log, fault);
        }
    }

    public static int Release(nint handle, ulong token, int delivered)
    {
        PullInput? input = null;
        try
        {
            input = Handle.Get<PullInput>(handle);
            return input?.Release(token, delivered != 0) ?? Result.BadArgument;
        }
        catch (Exception fault)
        {
            return Guard.Report(input?.Log, fault);
        }
    }

    public static int SetReceiving(nint handle, bool receiving)
    {
        PullInput? input = null;
        try
        {
            input = Handle.Get<PullInput>(handle);
            if (input is null)
                return Result.BadArgument;
            input.SetReceiving(receiving);
            return Result.Ok;
        }
        catch (Exception fault)
        {
            return Guard.Report(input?.Log, fault);
        }
    }

    public static int Counters(nint handle, delegate* unmanaged[Cdecl]<void*, NativeCounter*, void> each, void* context)
    {
        PullInput? input = null;
        try
        {
            input = Handle.Get<PullInput>(handle);
            if (input is null || each == null)
                return Result.BadArgument;
            input.Report(new CounterSink(each, context));
            return Result.Ok;
        }
        catch (Exception fault)
        {
            return Guard.Report(input?.Log, fault);
        }
    }

    public static int Close(nint handle, int graceMs)
    {
        PullInput? input = null;
        try
        {
            input = Handle.Get<PullInput>(handle);
            if (input is null)
                return Result.BadArgument;
            Handle.Close(handle);
            bool ended = input.Close(Math.Max(graceMs, 0));
            if (!ended)
                return Guard.Report(input.Log, "not everything could be given back to the queue within the grace time", Result.Failed);
            input.Dispose();
            return Result.Ok;
        }
        catch (Exception fault)
        {
            return Guard.Report(input?.Log, fault);
        }
    }
}
