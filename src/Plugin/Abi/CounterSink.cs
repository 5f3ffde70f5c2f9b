// Abi: the callback that receives the counters.
namespace Sluice.Plugin.Abi;

/// <summary>sluice_counter_fn with its context.</summary>
internal readonly unsafe struct CounterSink(
    delegate* unmanaged[Cdecl]<void*, byte*, byte*, int, double, void> each, void* context)
{
    public void Report(Counter counter, double value) =>
        each(context, (byte*)counter.Name, (byte*)counter.Help, counter.Kind, value);
}
