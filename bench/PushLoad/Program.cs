using AiGateway.PushLoad;

try
{
    if (args is ["silo", .. var rest])
    {
        await SiloProcess.Run(PushOptions.Parse(rest));
        return 0;
    }
    var results = new ResultTable();
    await new PushRun(PushOptions.Parse(args)).Measure(results);
    results.WriteTo(Console.Out);
    return 0;
}
catch (ArgumentException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
