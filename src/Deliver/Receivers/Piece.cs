// Receivers: a stretch of a batch that is one request.
namespace Sluice.Deliver.Receivers;

/// <summary>Whole events that follow each other.</summary>
/// <param name="From">The first byte.</param>
/// <param name="Length">Bytes, line ends included.</param>
/// <param name="Events">How many events.</param>
/// <param name="IsRepeated">The receiver has some of them already, and did not say which.</param>
internal readonly record struct Piece(int From, int Length, int Events, bool IsRepeated = false);
