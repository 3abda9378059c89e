using AiGateway.Edge.CommandLine;
using AiGateway.Edge.Hosting;
using AiGateway.Hosting;

if (await HealthCheckCommand.TryRun(args) is { } exitCode)
    return exitCode;
if (args is [AdminCommand.Name, ..])
    return await AdminCommand.Run(args, Terminal.OfProcess());

try
{
    await using var gateway = await GatewayProcess.Build(args);
    await gateway.Run();
    return 0;
}
catch (SettingsException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
