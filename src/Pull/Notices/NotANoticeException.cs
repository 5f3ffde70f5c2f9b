// Notices: a body that is no notice.
namespace Sluice.Pull.Notices;

/// <summary>Ends the reading of a body that is no notice; only forged and broken messages cause it.</summary>
internal sealed class NotANoticeException(string message) : Exception(message);
