// Bench: the core by itself. 'dotnet run -c Release --project bench/Micro' runs it on the CLR, with
// '-- --runtimes nativeaot10.0' ahead of time compiled.
using BenchmarkDotNet.Running;
using Sluice.Bench;

BenchmarkSwitcher.FromAssembly(typeof(ParseBenchmarks).Assembly).Run(args);
