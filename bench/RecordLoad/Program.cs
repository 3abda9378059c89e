using System.Diagnostics;
using System.Globalization;
using AiGateway.Edge.Records;
using AiGateway.RecordLoad;

if (args is not [var where, var countText] || !int.TryParse(countText, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1_000)
{
    await Console.Error.WriteLineAsync("usage: RecordLoad FILE|CONNECTION RECORDS");
    return 2;
}
IRecordStore store = where.Contains('=', StringComparison.Ordinal) ? PostgresRecordStore.Connect(where) : FileRecordStore.Open(where, maxFileMiB: 100_000);
var made = new MadeRecords(seed: 1, count);

const int Batch = 2_000;
// The JIT settles, and making a record is not what is measured.
await store.Write([.. made.Take(0, Batch)], CancellationToken.None);
var making = Environment.CpuUsage.TotalTime;
_ = made.Take(0, count).Count(one => one.Record.Attempts > 1);
making = Environment.CpuUsage.TotalTime - making;
var (wall, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
for (var first = 0; first < count; first += Batch)
    await store.Write([.. made.Take(first, Math.Min(Batch, count - first))], CancellationToken.None);
var perRecord = (Environment.CpuUsage.TotalTime - cpu - making).TotalMicroseconds / count;
Console.WriteLine(FormattableString.Invariant($"{count} records written: {perRecord:0.0} µs of CPU here each, {count / wall.Elapsed.TotalSeconds:0} a second"));
Console.WriteLine();
Console.WriteLine("| question | found | first ms | then, best of 5, ms |");
Console.WriteLine("|---|---:|---:|---:|");
foreach (var (name, query) in made.Questions())
{
    var times = new List<double>();
    var found = 0;
    for (var i = 0; i < 6; i++)
    {
        var watch = Stopwatch.StartNew();
        found = (await store.Find(query, CancellationToken.None)).Count;
        times.Add(watch.Elapsed.TotalMilliseconds);
    }
    Console.WriteLine(FormattableString.Invariant($"| {name} | {found} | {times[0]:0.0} | {times.Skip(1).Min():0.0} |"));
}
return 0;
