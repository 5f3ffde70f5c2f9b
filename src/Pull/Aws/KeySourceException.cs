// Aws: a source of credentials that gives none.
namespace Sluice.Pull.Aws;

/// <summary>Why a source has no keys, one line without its secrets.</summary>
internal sealed class KeySourceException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Nothing answered, so it is not known whether there are keys.</summary>
    public bool IsSilent { get; init; }
}
