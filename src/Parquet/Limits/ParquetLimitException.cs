// Limits: the error of an object that is intact as far as it was read, but exceeds a limit.
namespace Sluice.Parquet.Limits;

/// <summary>A Parquet object exceeds a limit. Rows before the fault have been handed out.</summary>
/// <param name="message">What exceeds which limit, for a person.</param>
/// <param name="setting">The setting of sluice pull that raises the limit; null where it is fixed.</param>
public sealed class ParquetLimitException(string message, string? setting = null) : IOException(message)
{
    /// <summary>The setting of sluice pull that raises the limit; null where it is fixed.</summary>
    public string? Setting { get; } = setting;
}
