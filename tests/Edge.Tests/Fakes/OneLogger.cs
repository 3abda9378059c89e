using Microsoft.Extensions.Logging;

namespace AiGateway.Edge.Tests.Fakes;

/// <summary>Sends what everyone logs to one place.</summary>
internal sealed class OneLogger(ILogger logger) : ILoggerFactory
{
    public void AddProvider(ILoggerProvider provider)
    {
    }

    public ILogger CreateLogger(string categoryName) => logger;

    public void Dispose()
    {
    }
}
