// Records: where records go, and how much of each.
namespace Sluice.Core.Records;

/// <summary>Handed down with every line.</summary>
/// <param name="Batch">Takes the records.</param>
/// <param name="BodyAlone">Bodies without the event around them: time and metadata are the host's.</param>
internal readonly record struct Target(Batch Batch, bool BodyAlone);
