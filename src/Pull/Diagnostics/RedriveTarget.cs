// Diagnostics: a queue that dead letters are moved to.
using Sluice.Pull.Aws;

namespace Sluice.Pull.Diagnostics;

/// <summary>A queue by its URL, and the client that reaches it.</summary>
internal sealed record RedriveTarget(string Url, AwsCalls Calls);
