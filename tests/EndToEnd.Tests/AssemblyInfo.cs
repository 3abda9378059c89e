using Xunit.Sdk;
using Xunit.v3;

// Real processes on few cores: a test that measures time must not compete with others that start processes.
[assembly: Parallelization(Mode = ParallelMode.None)]
