// Sekoia: counting the pairs of a map before it is opened.
namespace Sluice.Core.Schemas.Sekoia;

/// <summary>Terms of the sum that a MessagePack map's head states; used by <c>using static</c>.</summary>
internal static class Pairs
{
    /// <summary>The pair that is written if <paramref name="flag"/> is set.</summary>
    public static int One(bool flag) => flag ? 1 : 0;
}
