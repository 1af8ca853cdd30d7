-- Arguments: prefix and ending of the paths, number of files, their bytes, bytes of a range (0: whole files), listeners.
local prefix, ending, files, size, part, listeners
local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("id", threads)
end

function init(args)
  prefix, ending = args[1], args[2] == "-" and "" or args[2]
  files, size, part, listeners = tonumber(args[3]), tonumber(args[4]), tonumber(args[5]), tonumber(args[6])
  math.randomseed(id)
end

local number = 0

function request()
  number = number + 1
  local headers = {}
  if listeners > 0 then
    local listener = "listener-" .. (number * 2 + id) % listeners
    headers["Authorization"] = listener .. string.rep("x", 64 - #listener)
  end
  if part > 0 then
    local first = math.random(0, size - part)
    headers["Range"] = "bytes=" .. first .. "-" .. first + part - 1
  end
  return wrk.format("GET", prefix .. math.random(0, files - 1) .. ending, headers)
end
