using Xunit.Sdk;
using Xunit.v3;

// Real processes on few cores: more at once would only make each other wait. What measures comes last, alone: UndisturbedTests.
[assembly: Parallelization(Mode = ParallelMode.Collections, MaxThreads = 3)]
