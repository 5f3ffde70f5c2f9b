// Abi: objects of ours as opaque pointers of the host.
using System.Runtime.InteropServices;

namespace Sluice.Plugin.Abi;

/// <summary>Keeps an object alive while the host holds its pointer.</summary>
internal static class Handle
{
    public static nint Open(object target) => GCHandle.ToIntPtr(GCHandle.Alloc(target));

    public static T? Get<T>(nint handle)
        where T : class => handle == 0 ? null : GCHandle.FromIntPtr(handle).Target as T;

    public static void Close(nint handle) => GCHandle.FromIntPtr(handle).Free();
}
