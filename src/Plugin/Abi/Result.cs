// Abi: enum sluice_result of native/sluice.h.
namespace Sluice.Plugin.Abi;

/// <summary>What an export returns.</summary>
internal static class Result
{
    public const int Ok = 0;
    public const int Nothing = 0;
    public const int Some = 1;
    public const int End = 2;
    public const int BadSetting = -1;
    public const int BadArgument = -2;
    public const int Failed = -3;
}
