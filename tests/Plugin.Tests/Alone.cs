// Tests: what must not share the process with other tests while it measures.
using System.Diagnostics.CodeAnalysis;

namespace Sluice.Plugin.Tests;

/// <summary>
/// A collection of another test's thread closes this thread's allocation window, and the rest of the window counts as
/// allocated: a budget of 0 is only measured alone.
/// </summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
[SuppressMessage("Naming", "CA1711", Justification = "Named for what it means.")]
public sealed class Alone;
