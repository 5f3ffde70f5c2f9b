// Tests: what the double counted.
namespace Sluice.Deliver.Tests;

/// <summary>Requests, and events that it took.</summary>
public sealed record Report(int Requests, long Events, long Understood, long Unique, long Duplicates, int MostEvents, int Gzip, int Connections, string Answers, string Faults, string Unlike);
