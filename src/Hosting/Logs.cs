using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace AiGateway.Hosting;

/// <summary>What a process says on its console: its own news, and only what is wrong of everyone else's. <c>Logging:LogLevel:…</c> changes it.</summary>
public static class Logs
{
    public static void Configure(WebApplicationBuilder builder)
    {
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
            console.UseUtcTimestamp = true;
        });
        builder.Logging.AddFilter(null, LogLevel.Warning).AddFilter("AiGateway", LogLevel.Information);
        // Its scope and activity for each request cost more than our own line would, and nobody reads them.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // Each failed attempt with its stack trace; what an operator needs of it is in the key's state, the record and the trace.
        builder.Logging.AddFilter("Yarp", LogLevel.Error);
        // Advice about server garbage collection and other settings that are chosen here on purpose.
        builder.Logging.AddFilter("Orleans", LogLevel.Error);
        // Orleans's inner retries; who asked for what they could not do says so itself.
        builder.Logging.AddFilter("Polly", LogLevel.None);
        // Errors of its own an edge logs itself; what it lets pass to the server is an answer to be broken off.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => level is LogLevel.Warning or LogLevel.Critical);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
    }
}
