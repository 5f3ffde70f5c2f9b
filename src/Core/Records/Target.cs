// Records: where records go, and how much of each.
namespace Sluice.Core.Records;

/// <summary>The output, passed along with every line.</summary>
/// <param name="Batch">Takes the records.</param>
/// <param name="BodyAlone">Bodies without the event around them: the host adds time and metadata.</param>
internal readonly record struct Target(Batch Batch, bool BodyAlone);
