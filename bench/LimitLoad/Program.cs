using AiGateway.LimitLoad;

try
{
    var options = LoadOptions.Parse(args);
    var results = new ResultTable();
    MemoryPath.Measure(results);
    if (options.Redis is not null)
        await new ClusterRun(options).Measure(results);
    results.WriteTo(Console.Out);
    return 0;
}
catch (ArgumentException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
