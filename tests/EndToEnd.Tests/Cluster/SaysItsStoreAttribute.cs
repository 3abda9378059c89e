using System.Reflection;
using AiGateway.EndToEnd.Tests.Harness;
using Xunit.v3;

namespace AiGateway.EndToEnd.Tests.Cluster;

/// <summary>A store that was started for several tests was started before any of them had an output: each says which it is.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SaysItsStoreAttribute : BeforeAfterTestAttribute
{
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => StoreServer.Say();
}
