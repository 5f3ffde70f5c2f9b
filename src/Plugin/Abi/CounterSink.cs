// Abi: the callback that receives the counters.
namespace Sluice.Plugin.Abi;

/// <summary>sluice_counter_fn with its context.</summary>
internal readonly unsafe struct CounterSink(delegate* unmanaged[Cdecl]<void*, NativeCounter*, void> each, void* context)
{
    public void Report(Counter counter, double value)
    {
        NativeCounter native = new()
        {
            Name = counter.Name,
            Help = counter.Help,
            Label = counter.Label,
            LabelValue = counter.LabelValue,
            Value = value,
            Kind = counter.Kind,
        };
        each(context, &native);
    }
}
