using LiveOps.ServiceDefaults.Hosting;

return await ServiceProgram.RunAsync(() => Task.CompletedTask);
